"""追溯 explain: from a number to its rows, to file, sheet and row, and why it is another now.

The rows behind a number are the indicator's own contributions with a filter, read from an edition;
nothing is stored for it. What differs between two months of one edition, or between two editions,
is the same two lists held against each other.
"""
