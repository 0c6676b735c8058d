"""Documents as blocks, and the two things that turn blocks into paper: PDF and Word."""
