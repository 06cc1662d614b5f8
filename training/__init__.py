"""Training of the small linear models of the analysis, from ``corpus/advisor``. Not needed to run the product."""
