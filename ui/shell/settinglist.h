#pragma once

#include "ui/shell/settings.h"
#include "ui/support/liststore.h"

namespace framescope::ui
{

/// A list that is kept in one setting. Lifetime: the settings outlive it.
class SettingList final : public ListStore
{
public:
    SettingList(Settings &settings, Setting setting) : m_settings(settings), m_setting(setting) {}
    QStringList load() const override { return m_settings.list(m_setting); }
    void save(const QStringList &list) override { m_settings.set(m_setting, list); }

private:
    Settings &m_settings;
    Setting m_setting;
};

} // namespace framescope::ui
