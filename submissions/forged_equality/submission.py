"""Objects that say they equal everything: they are not answers."""


class Everything:
    """Equal to whatever it is compared with."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __bool__(self):
        return True

    def __float__(self):
        return -1.5

    def __hash__(self):
        return 0

    def __repr__(self):
        return "4*theta_1 + 3*theta_2"


TRUE_FALSE = [Everything()] * 8
GRADIENT = [Everything(), Everything()]
DESCENT_TABLE = [[Everything(), Everything()]] * 3
JACOBIAN = [[Everything()] * 2] * 2
JACOBIAN_AT = Everything()
MLE_DERIVATION = Everything()
KL_ASYMMETRY = (Everything(), Everything())
KL_IDENTITY = Everything()
KERAS_MODEL = Everything()
ASDClassifier = Everything()
MixtureOfExperts = Everything
