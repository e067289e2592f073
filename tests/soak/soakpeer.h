#pragma once

#include "core/ws/deflater.h"

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <random>

namespace framescope::soak
{

/// One connection of the soak's server, without its socket: what it sends and what it does with what it gets.
///
/// Data messages are numbered, "n=0 ...", "n=1 ...", one count for text, binary, compressed and fragmented ones; each
/// message it gets, "m=5 ...", is answered with "e=5". Broken frames say "bad". The close frame's reason tells how many
/// numbered messages and answers there were: "n=17 e=4".
class Peer
{
public:
    explicit Peer(std::uint32_t seed);

    /// Takes what was read from the socket, and puts what there is to answer into `out`.
    void receive(const QByteArray &octets, QByteArray &out);
    /// The next thing a lively server sends.
    void send(QByteArray &out);
    void close(QByteArray &out);

    bool open() const { return m_open; }
    /// A close frame was sent or the request made no sense: TCP ends when everything is sent.
    bool done() const { return m_done; }

private:
    void upgrade(QByteArray &out);
    void takeFrames(QByteArray &out);
    void data(QByteArray &out);
    void broken(QByteArray &out);
    QByteArray padding();

    std::mt19937 m_random;
    std::unique_ptr<ws::Deflater> m_deflater;
    QByteArray m_in;
    std::uint64_t m_numbered = 0, m_answered = 0;
    bool m_open = false, m_done = false;
};

} // namespace framescope::soak
