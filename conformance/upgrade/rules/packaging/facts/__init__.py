"""Facts that several rules of this subject share."""
