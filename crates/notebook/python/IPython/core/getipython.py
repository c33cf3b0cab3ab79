"""`get_ipython()`"""

import _pellucid_notebook


def get_ipython():
    """The session, or None outside of one."""
    return _pellucid_notebook._session
