"""What a measure is. Standard library only; knows neither database, page nor window."""
