#pragma once

#include "tests/support/windowfixture.h"

#include <functional>
#include <optional>

namespace framescope::test
{

/// Makes pictures of the real window in one theme.
class Photographer
{
public:
    Photographer(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme)) {}

    /// Keeps pictures of these names alone, with the prefix before them.
    void keepOnly(const QString &prefix, const QStringList &names);
    /// Once every pane has seen a few ticks. False: the file cannot be written; says so.
    bool shoot(QWidget &widget, const char *name);
    /// The same with a list or a menu of the window, where it stands.
    bool shootWith(QWidget &window, QWidget &popup, const char *name);
    /// A new window of 1440 by 900.
    std::unique_ptr<ui::MainWindow> open();
    /// Selects a row of the capture in the list, as soon as it is there.
    bool select(ui::MainWindow &window, RowIndex row);

    const QString &folder() const noexcept { return m_folder; }
    const QString &theme() const noexcept { return m_theme; }
    WindowFixture &fixture() noexcept { return m_fixture; }

    /// That pictures of one part share.
    std::unique_ptr<ui::MainWindow> window;

private:
    void settle();
    bool save(const QPixmap &picture, const char *name);

    QString m_folder;
    QString m_theme;
    QString m_prefix;
    std::optional<QStringList> m_kept; ///< all without
    WindowFixture m_fixture;
};

/// Runs the event loop until `ready`, or gives up and says what was waited for.
bool waitFor(const char *what, const std::function<bool()> &ready);
/// First row at or after `from` that `is` so.
std::optional<RowIndex> find(const capture::Capture &capture, const std::function<bool(RowIndex)> &is,
                             std::uint64_t from = 0);

/// The parts, a file each. False: a picture could not be made; says why.
bool windowPictures(Photographer &p);
bool optionsPictures(Photographer &p);
bool recordingPictures(Photographer &p);
bool waysPictures(Photographer &p);
bool filterPictures(Photographer &p);
bool payloadPictures(Photographer &p);
bool timelinePictures(Photographer &p);
bool chinesePictures(Photographer &p);
bool decodedPictures(Photographer &p);
bool findPictures(Photographer &p);
bool statisticsPictures(Photographer &p);
bool helpPictures(Photographer &p);

} // namespace framescope::test
