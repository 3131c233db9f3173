from .margin import *
