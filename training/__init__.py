"""Training of the linear models of the analysis, from ``corpus/advisor``. Not needed at run time."""
