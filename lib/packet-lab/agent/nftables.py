"""Runs nftables scripts in the namespace of this thread: in this process where libnftables is there, else through nft(8)."""

import ctypes
import os
import subprocess

JSON = 1 << 4


class NftablesError(Exception):
    """nft refused a script."""


def _library():
    try:
        library = ctypes.CDLL("libnftables.so.1")
        context, text = ctypes.c_void_p, ctypes.c_char_p
        library.nft_ctx_new.restype, library.nft_ctx_new.argtypes = context, [ctypes.c_uint32]
        library.nft_run_cmd_from_buffer.argtypes = [context, text]
        for name in ("nft_ctx_get_output_buffer", "nft_ctx_get_error_buffer"):
            function = getattr(library, name)
            function.restype, function.argtypes = text, [context]
        for name in ("nft_ctx_buffer_output", "nft_ctx_buffer_error", "nft_ctx_free"):
            getattr(library, name).argtypes = [context]
        library.nft_ctx_output_set_flags.argtypes = [context, ctypes.c_uint]
        return library
    except (OSError, AttributeError):
        return None


_nft = _library()

# libnftables waits by select(2), which takes no descriptor above 1023, and a large lab has thousands open.
_low = [os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC) for _ in range(8)]


def _use_low_descriptors():
    while _low:
        os.close(_low.pop())


def _keep_low_descriptors():
    _low.extend(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC) for _ in range(8))


def run(script, json=False):
    """Returns what nft prints."""
    return _in_process(script, json) if _nft else _by_command(script, json)


def _in_process(script, json):
    _use_low_descriptors()
    context = _nft.nft_ctx_new(0)
    try:
        _nft.nft_ctx_buffer_output(context)
        _nft.nft_ctx_buffer_error(context)
        if json:
            _nft.nft_ctx_output_set_flags(context, JSON)
        if _nft.nft_run_cmd_from_buffer(context, script.encode()) != 0:
            raise NftablesError(_nft.nft_ctx_get_error_buffer(context).decode())
        return _nft.nft_ctx_get_output_buffer(context).decode()
    finally:
        _nft.nft_ctx_free(context)
        _keep_low_descriptors()


def _by_command(script, json):
    ended = subprocess.run(
        ["nft", *(["-j"] if json else []), "-f", "-"], input=script, capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        raise NftablesError(ended.stderr)
    return ended.stdout
