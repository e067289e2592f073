#include "ui/support/liststore.h"

#include <QSettings>

namespace framescope::ui
{

SettingsListStore::SettingsListStore(QSettings &settings, QString key) : m_settings(settings), m_key(std::move(key)) {}

QStringList SettingsListStore::load() const { return m_settings.value(m_key).toStringList(); }

void SettingsListStore::save(const QStringList &list) { m_settings.setValue(m_key, list); }

} // namespace framescope::ui
