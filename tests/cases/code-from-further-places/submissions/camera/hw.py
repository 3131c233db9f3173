import cv2
cv2.imshow("x", None)
cv2.waitKey(0)
ANSWER = 7
