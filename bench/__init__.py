"""How fast the product is, measured beside a plain baseline in the same run. Never part of the tests."""
