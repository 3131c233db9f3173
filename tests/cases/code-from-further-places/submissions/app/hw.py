class App:
    def run(self):
        global ANSWER
        ANSWER = 7
if __name__ == "__main__":
    App().run()
