"""What differs between two data folders, or between what two versions built."""
