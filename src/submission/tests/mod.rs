//! Submissions as offices send them, from file to table.
