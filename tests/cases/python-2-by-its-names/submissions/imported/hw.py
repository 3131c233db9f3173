from parts.counting import counts
from parts.ordering import middle, RATIO
