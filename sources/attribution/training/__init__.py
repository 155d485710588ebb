"""From annotated articles to the model file: readers, network, training, export, evaluation. Needs torch."""
