# -*- coding: utf-8 -*-
s = u'x'
ANSWER = 7L
