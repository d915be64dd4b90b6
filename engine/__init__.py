"""What happens to answers: compiled rules, evaluation, tables, store."""
