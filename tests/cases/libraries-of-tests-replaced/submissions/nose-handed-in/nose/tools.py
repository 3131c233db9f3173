assert_equal = lambda *a: None
