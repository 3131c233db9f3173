slope = 2.5;
