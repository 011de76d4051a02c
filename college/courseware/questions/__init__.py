"""The kinds of question, one file each: how it is written, and how it is graded."""
