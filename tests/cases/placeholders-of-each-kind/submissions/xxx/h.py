a = XXX
b = [ , , ]
