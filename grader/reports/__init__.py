"""What people read of a class: pages, exports, and what needs a look. Reports read the gradebook and run nothing."""
