"""Sends messages to an echo server with python3-autobahn and looks whether they come back.

usage: autobahn_client.py URL [REQUEST_NO_CONTEXT_TAKEOVER REQUEST_MAX_WINDOW_BITS]   (0 or 1, 0 or 9 to 15)
Without the two numbers no compression is offered. Ends with 0 and prints what was agreed when all is well.
"""
import asyncio
import os
import sys

import txaio
from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
from autobahn.websocket.compress import (PerMessageDeflateOffer, PerMessageDeflateResponse,
                                         PerMessageDeflateResponseAccept)

txaio.use_asyncio()
SIZES = [0, 1, 125, 126, 127, 65535, 65536, 1 << 20]
MESSAGES = [(("text %d " % n) * (n // 7 + 1))[:n].encode() for n in SIZES] + [b"again"] * 500
outcome = {"text": "the connection was never open", "good": False}


class Client(WebSocketClientProtocol):
    def onOpen(self):
        self.agreed = self._perMessageCompress.EXTENSION_NAME if self._perMessageCompress else "nothing"
        self.waiting = []
        for number, message in enumerate(MESSAGES):
            for binary in (False, True):
                octets = os.urandom(len(message)) if binary and number % 2 else message
                self.waiting.append((octets, binary))
                self.sendMessage(octets, binary, fragmentSize=1000 if number % 3 == 1 else None)
            self.sendPing(b"between")
        self.waiting.reverse()
        outcome["text"] = "the connection ended early"

    def onMessage(self, payload, isBinary):
        if (payload, isBinary) != self.waiting.pop():
            outcome["text"] = "a message came back changed"
            self.sendClose(3000)
        elif not self.waiting:
            outcome["text"] = "no clean close"
            self.sendClose(1000, "done")

    def onClose(self, wasClean, code, reason):
        if outcome["text"] == "no clean close" and wasClean and code == 1000:
            outcome.update(good=True, text=self.agreed)
        else:
            outcome["text"] += f" ({wasClean}, {code}, {reason})"
        asyncio.get_event_loop().stop()


def main():
    factory = WebSocketClientFactory(sys.argv[1])
    factory.protocol = Client
    # Its own limits of 1 and 5 seconds would judge how busy the machine is.
    factory.setProtocolOptions(closeHandshakeTimeout=30, openHandshakeTimeout=30)
    if len(sys.argv) > 2:
        takeover, window = bool(int(sys.argv[2])), int(sys.argv[3])
        offer = PerMessageDeflateOffer(True, True, takeover, window)
        accept = lambda response: PerMessageDeflateResponseAccept(response) if isinstance(
            response, PerMessageDeflateResponse) else None
        factory.setProtocolOptions(perMessageCompressionOffers=[offer], perMessageCompressionAccept=accept)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    factory.loop = loop
    loop.call_later(60, loop.stop)
    loop.run_until_complete(loop.create_connection(factory, factory.host, factory.port))
    loop.run_forever()
    print(outcome["text"])
    return 0 if outcome["good"] else 1


sys.exit(main())
