print("see the package")
