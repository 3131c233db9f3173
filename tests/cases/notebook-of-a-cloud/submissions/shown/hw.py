from google.colab.patches import cv2_imshow
cv2_imshow([[0]])
ANSWER = 7
