#pragma once

#include <QString>
#include <QStringList>

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
