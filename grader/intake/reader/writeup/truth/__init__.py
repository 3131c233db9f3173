"""Truth values, as students write them."""
