"""Front ends for documents: one file of any format in, one `Document` out."""
