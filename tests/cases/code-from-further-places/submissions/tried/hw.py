try:
    import cv2
except ImportError:
    cv2 = None
ANSWER = 7
