from __future__ import print_function

import six
from six.moves import cPickle as pickle, range, zip
from past.builtins import basestring, xrange
from past.utils import old_div
from future.utils import iteritems


def counts(items):
    if isinstance(items, basestring):
        items = pickle.loads(items)
    found = {}
    for place in xrange(len(items)):
        found[items[place]] = found.get(items[place], 0) + 1
    return {key: value for key, value in iteritems(found) if isinstance(key, six.integer_types)}


def middle(items):
    return sorted(items)[old_div(len(items), 2)]


RATIO = old_div(7, 2)
