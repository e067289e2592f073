"""Debian's python3-websockets as a server: websockets_server.py PORT [CERTIFICATE KEY [CLIENT-CA]].

Echoes messages; words beginning with "/" are orders.
"""
import asyncio
import ssl
import sys

import websockets


async def serve(socket):
    async for message in socket:
        if message == "/ping":
            await (await socket.ping(b"are you there"))
            await socket.send("pong:are you there")
        elif message == "/close":
            await socket.close(4001, "as you wish")
        elif message == "/fragments":
            await socket.send(["one ", "two ", "three"])
        else:
            await socket.send(message)


async def main(port, certificate=None, key=None, client_ca=None):
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    if client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(client_ca)
    async with websockets.serve(serve, "127.0.0.1", int(port), ssl=context, compression=None,
                                subprotocols=["echo"], max_size=None, ping_interval=None):
        await asyncio.Future()


asyncio.run(main(*sys.argv[1:]))
