"""Front ends: one file, whatever its format, becomes one `Document` of Markdown and regions."""
