"""What a person has decided about her data; the only maker of grounds."""
