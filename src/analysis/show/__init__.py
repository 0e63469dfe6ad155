"""What all answers share: numbers, dates, labels, remarks in words, sources, the frame of a picture, display."""
