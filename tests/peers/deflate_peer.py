"""Debian's python3-websockets with permessage-deflate, as a server or a client.

deflate_peer.py serve PORT: echoes; the query of the path has the parameters, as in /?server_max_window_bits=9
deflate_peer.py talk URL COUNT PARAMETERS...: for each one connection that offers these parameters ("a=9; b"), sends
    COUNT messages and compares what comes back.
"""
import asyncio
import random
import sys
from urllib.parse import parse_qsl, urlsplit

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory

FLAGS = ("server_no_context_takeover", "client_no_context_takeover")


def parameters(pairs, bare):
    """Keyword arguments of a factory; `bare` stands for client_max_window_bits without a value."""
    result = {}
    for name, value in pairs:
        result[name] = True if name in FLAGS else int(value) if value else bare
    return result


class Protocol(websockets.WebSocketServerProtocol):
    def process_extensions(self, headers, available_extensions):
        wanted = parameters(parse_qsl(urlsplit(self.path).query, keep_blank_values=True), None)
        return super().process_extensions(headers, [ServerPerMessageDeflateFactory(**wanted)])


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def serve(port):
    async with websockets.serve(echo, "127.0.0.1", int(port), create_protocol=Protocol, compression=None,
                                max_size=None, ping_interval=None):
        await asyncio.Future()


def messages(count):
    """Mostly small, some of 20 kB, a few of 100 kB; text and binary; what repeats and what does not."""
    source = random.Random(7692)
    words = ["alpha", "beta ", "größe", "漢字", "\U0001F642", '{"key":', "[1,2,3]"]
    for number in range(count):
        size = 100_000 if number % 250 == 249 else source.randrange(20_000) if number % 40 == 39 else \
            source.randrange(600)
        if number % 3 == 0:
            yield source.randbytes(size)
        elif number % 3 == 1:
            yield bytes([number % 256]) * size
        else:
            text = "".join(source.choice(words) for _ in range(size // 4))
            yield text[:size]


async def talk(url, count, wanted):
    pairs = [(item.strip().partition("=")[0], item.strip().partition("=")[2]) for item in wanted.split(";") if item]
    factory = ClientPerMessageDeflateFactory(**parameters(pairs, True))
    sent = list(messages(count))
    async with websockets.connect(url, compression=None, extensions=[factory], max_size=None,
                                  ping_interval=None) as socket:
        assert socket.extensions, "no extension was agreed"

        async def send():
            for message in sent:
                await socket.send(message)

        sending = asyncio.create_task(send())
        for number, message in enumerate(sent):
            echoed = await socket.recv()
            assert echoed == message, f"{wanted}: message {number} came back otherwise"
        await sending


async def main(mode, *arguments):
    if mode == "serve":
        await serve(*arguments)
        return
    url, count, *all_parameters = arguments
    for wanted in all_parameters:
        await talk(url, int(count), wanted)
    print(f"{len(all_parameters)} connections")


asyncio.run(main(*sys.argv[1:]))
