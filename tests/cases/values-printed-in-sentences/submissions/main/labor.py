def main():
    print('brennweite', 12.5)
    print('sigma', 0.3)

if __name__ == "__main__":
    main()
