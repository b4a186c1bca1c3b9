"""楼宇经济 building economy: from what departments send to numbers that can be traced."""
