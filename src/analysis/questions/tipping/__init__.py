"""What would have to be assumed for an order to reverse."""
