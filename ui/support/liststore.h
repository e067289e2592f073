#pragma once

#include <QString>
#include <QStringList>

class QSettings;

namespace framescope::ui
{

/// A list of texts that outlives the window. Widgets get one from outside, so tests give them one in memory.
class ListStore
{
public:
    virtual ~ListStore() = default;
    virtual QStringList load() const = 0;
    virtual void save(const QStringList &list) = 0;
};

/// Keeps the list under one key of the settings.
/// Lifetime: the settings outlive it.
class SettingsListStore final : public ListStore
{
public:
    SettingsListStore(QSettings &settings, QString key);
    QStringList load() const override;
    void save(const QStringList &list) override;

private:
    QSettings &m_settings;
    QString m_key;
};

/// Keeps the list for the life of the object.
class MemoryListStore final : public ListStore
{
public:
    QStringList load() const override { return m_list; }
    void save(const QStringList &list) override { m_list = list; }

private:
    QStringList m_list;
};

} // namespace framescope::ui
