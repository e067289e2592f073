#pragma once

#include "core/capture/rolllimits.h"
#include "core/ws/inflater.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariant>

class QSettings;

namespace framescope::ui
{

/// Everything the program remembers between starts, one line each; README's list is this list.
enum class Setting {
    Theme,              ///< "desktop", "light" or "dark"
    Language,           ///< "system", "en" or "zh_CN"; counts from the next start
    WindowGeometry,     ///< QWidget::saveGeometry()
    StatisticsGeometry, ///< ... of the statistics window
    MainSplitter,       ///< side pane | work area
    WorkSplitter,       ///< frame list / details / composer
    DetailsSplitter,    ///< header | payload
    SideVisible,
    DetailsVisible,
    ComposerVisible,
    TimelineVisible,
    Columns, ///< of the frame list
    UrlHistory,
    FilterHistory,  ///< display filters, newest first
    SavedFilters,   ///< each its name, a tabulator and the filter
    Decoders,       ///< chosen by hand: a host, a tabulator and the decoder
    ColorRules,     ///< of rows, each as JSON
    RecentCaptures, ///< paths, newest first
    LastFolder,     ///< of the file dialogs
    InflateMessage, ///< MiB: longest message that is inflated without being asked
    InflateRatio,   ///< and the most octets for each compressed one
    RollMiB,        ///< a recording goes on in a new file at this size; 0: no limit
    RollFrames,     ///< ... with so many frames
    RollMinutes,    ///< ... at this age
    RollKeep,       ///< so many of its files are kept; 0: all
    CaptureFolder,  ///< where captures are recorded; empty: the program's own folder
    TextSize,       ///< points; 0: as the desktop
    MonospaceFont,  ///< name of a font; empty: the desktop's
    TimeDisplay,    ///< "seconds", "local" or "utc"
    FollowNewRows,  ///< a new capture follows its end
    HideSecrets,    ///< until they are revealed
    ComposerSplitter,
};

/// Typed access to the table above over a QSettings somebody else owns. An entry of the wrong type reads as its default.
/// Thread: the GUI's. One object for all windows.
class Settings : public QObject
{
    Q_OBJECT
public:
    explicit Settings(QSettings &store) : m_store(store) {}

    QByteArray bytes(Setting setting) const;
    QString text(Setting setting) const;
    QStringList list(Setting setting) const;
    bool flag(Setting setting) const;
    int number(Setting setting) const;
    void set(Setting setting, const QVariant &value);
    /// Back to what it is at the first start.
    void reset(Setting setting);

    /// Puts `entry` first, drops its older twin and what is beyond `limit`.
    void pushFront(Setting setting, const QString &entry, int limit);
    void removeEntry(Setting setting, const QString &entry);

Q_SIGNALS:
    /// It has another value than before.
    void changed(framescope::ui::Setting setting);

private:
    QVariant value(Setting setting) const;

    QSettings &m_store;
};

/// How far compressed messages are inflated without being asked.
ws::InflateLimits inflateLimits(const Settings &settings);
void setInflateLimits(Settings &settings, const ws::InflateLimits &limits);

/// When a recording goes on in a new file.
capture::RollLimits rollLimits(const Settings &settings);
void setRollLimits(Settings &settings, const capture::RollLimits &limits);

} // namespace framescope::ui
