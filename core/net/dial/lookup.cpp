#include "core/net/dial/lookup.h"

namespace framescope::net
{

SystemLookup::~SystemLookup()
{
    if (m_id >= 0)
        QHostInfo::abortHostLookup(m_id);
}

void SystemLookup::start(const QString &name) { m_id = QHostInfo::lookupHost(name, this, &SystemLookup::onResult); }

void SystemLookup::onResult(const QHostInfo &result)
{
    m_id = -1;
    Q_EMIT done(result.addresses(), result.addresses().isEmpty() ? result.errorString() : QString());
}

} // namespace framescope::net
