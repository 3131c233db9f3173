from course_tools import total
ANSWER = total([3, 4])
