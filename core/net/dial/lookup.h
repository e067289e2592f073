#pragma once

#include <QHostAddress>
#include <QHostInfo>
#include <QList>
#include <QObject>

#include <functional>
#include <memory>

namespace framescope::net
{

/// Finds the addresses of one name, once. Thread: that of its owner. Lifetime: a lookup under way is given up with it.
class Lookup : public QObject
{
    Q_OBJECT
public:
    virtual void start(const QString &name) = 0;

Q_SIGNALS:
    /// The addresses in the resolver's order; none, and its text, when there are none.
    void done(const QList<QHostAddress> &addresses, const QString &error);
};

/// Makes a lookup; tests have their own.
using LookupFactory = std::function<std::unique_ptr<Lookup>()>;

/// Asks the system: its hosts file, its resolver.
class SystemLookup final : public Lookup
{
public:
    ~SystemLookup() override;
    void start(const QString &name) override;

private:
    void onResult(const QHostInfo &result);

    int m_id = -1;
};

} // namespace framescope::net
