from gensim.models import Word2Vec
from nltk.corpus import stopwords
import spacy
A = 7
words = stopwords.words('english')
B = len(words) // len(words) + 2
