#pragma once

#include <QHostAddress>

#include <vector>

namespace framescope::test
{

/// A port whose connections are neither accepted nor refused: a listener that takes nobody, with its queue full.
/// Linux only; port() is 0 elsewhere.
class BlackHole
{
public:
    explicit BlackHole(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost), quint16 port = 0);
    ~BlackHole();
    BlackHole(const BlackHole &) = delete;
    BlackHole &operator=(const BlackHole &) = delete;

    quint16 port() const { return m_port; }

private:
    std::vector<int> m_descriptors;
    quint16 m_port = 0;
};

} // namespace framescope::test
