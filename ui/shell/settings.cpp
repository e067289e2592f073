#include "ui/shell/settings.h"

#include <QSettings>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Entry {
    Setting setting;
    const char *key;
    QVariant fallback;
};

const Entry &entryOf(Setting setting)
{
    static const Entry table[] = {
        {Setting::Theme, "theme", QStringLiteral("desktop")},
        {Setting::Language, "language", QStringLiteral("system")},
        {Setting::WindowGeometry, "window/geometry", QByteArray()},
        {Setting::StatisticsGeometry, "statistics/geometry", QByteArray()},
        {Setting::MainSplitter, "window/mainSplitter", QByteArray()},
        {Setting::WorkSplitter, "window/workSplitter", QByteArray()},
        {Setting::DetailsSplitter, "window/detailsSplitter", QByteArray()},
        {Setting::SideVisible, "window/sideVisible", true},
        {Setting::DetailsVisible, "window/detailsVisible", true},
        {Setting::ComposerVisible, "window/composerVisible", true},
        {Setting::TimelineVisible, "window/timelineVisible", true},
        {Setting::Columns, "list/columns", QByteArray()},
        {Setting::UrlHistory, "connect/urlHistory", QStringList()},
        {Setting::FilterHistory, "list/filterHistory", QStringList()},
        {Setting::SavedFilters, "list/savedFilters", QStringList()},
        {Setting::Decoders, "list/decoders", QStringList()},
        {Setting::ColorRules, "list/colorRules", QStringList()},
        {Setting::RecentCaptures, "files/recent", QStringList()},
        {Setting::LastFolder, "files/lastFolder", QString()},
        {Setting::InflateMessage, "inflate/maxMessageMiB", 256},
        {Setting::InflateRatio, "inflate/maxRatio", 1000},
        {Setting::RollMiB, "record/rollMiB", 0},
        {Setting::RollFrames, "record/rollFrames", 0},
        {Setting::RollMinutes, "record/rollMinutes", 0},
        {Setting::RollKeep, "record/keepFiles", 0},
        {Setting::CaptureFolder, "record/folder", QString()},
        {Setting::TextSize, "font/points", 0},
        {Setting::MonospaceFont, "font/monospace", QString()},
        {Setting::TimeDisplay, "list/time", QStringLiteral("seconds")},
        {Setting::FollowNewRows, "list/follow", true},
        {Setting::HideSecrets, "privacy/hideSecrets", true},
        {Setting::ComposerSplitter, "window/composerSplitter", QByteArray()},
    };
    return table[static_cast<int>(setting)];
}
} // namespace

QVariant Settings::value(Setting setting) const
{
    const Entry &entry = entryOf(setting);
    return m_store.value(QLatin1String(entry.key), entry.fallback);
}

QByteArray Settings::bytes(Setting setting) const { return value(setting).toByteArray(); }
QString Settings::text(Setting setting) const { return value(setting).toString(); }
QStringList Settings::list(Setting setting) const { return value(setting).toStringList(); }
bool Settings::flag(Setting setting) const { return value(setting).toBool(); }

int Settings::number(Setting setting) const
{
    bool ok = false;
    const int number = value(setting).toInt(&ok);
    return ok ? number : entryOf(setting).fallback.toInt();
}

void Settings::set(Setting setting, const QVariant &value)
{
    const QVariant before = this->value(setting);
    m_store.setValue(QLatin1String(entryOf(setting).key), value);
    if (this->value(setting) != before)
        Q_EMIT changed(setting);
}

void Settings::reset(Setting setting)
{
    const QVariant before = value(setting);
    m_store.remove(QLatin1String(entryOf(setting).key));
    if (value(setting) != before)
        Q_EMIT changed(setting);
}

void Settings::pushFront(Setting setting, const QString &entry, int limit)
{
    QStringList entries = list(setting);
    entries.removeAll(entry);
    entries.prepend(entry);
    set(setting, QStringList(entries.mid(0, limit)));
}

void Settings::removeEntry(Setting setting, const QString &entry)
{
    QStringList entries = list(setting);
    entries.removeAll(entry);
    set(setting, entries);
}

ws::InflateLimits inflateLimits(const Settings &settings)
{
    ws::InflateLimits limits;
    limits.maxMessage = std::uint64_t(std::max(1, settings.number(Setting::InflateMessage))) << 20;
    limits.maxRatio = std::uint32_t(std::max(0, settings.number(Setting::InflateRatio)));
    return limits;
}

void setInflateLimits(Settings &settings, const ws::InflateLimits &limits)
{
    settings.set(Setting::InflateMessage, int(limits.maxMessage >> 20));
    settings.set(Setting::InflateRatio, int(limits.maxRatio));
}

capture::RollLimits rollLimits(const Settings &settings)
{
    const auto number = [&settings](Setting setting) { return std::max(0, settings.number(setting)); };
    capture::RollLimits limits;
    limits.maxOctets = std::uint64_t(number(Setting::RollMiB)) << 20;
    limits.maxFrames = std::uint64_t(number(Setting::RollFrames));
    limits.maxAge = std::chrono::minutes(number(Setting::RollMinutes));
    limits.keepParts = unsigned(number(Setting::RollKeep));
    return limits;
}

void setRollLimits(Settings &settings, const capture::RollLimits &limits)
{
    settings.set(Setting::RollMiB, int(limits.maxOctets >> 20));
    settings.set(Setting::RollFrames, int(limits.maxFrames));
    settings.set(Setting::RollMinutes, int(std::chrono::duration_cast<std::chrono::minutes>(limits.maxAge).count()));
    settings.set(Setting::RollKeep, int(limits.keepParts));
}

} // namespace framescope::ui
