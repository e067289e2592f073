// Makes the pictures of docs/screenshots: the real window on the real demo server, in both themes.
// Use: framescope_screenshots FOLDER [PART...]   (all parts when none is named)

#include "tests/screenshots/photographer.h"
#include "ui/support/language.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QDir>
#include <QTemporaryFile>

#include <algorithm>
#include <cstdio>

using namespace framescope;

namespace
{
struct Part {
    const char *name;
    bool (*make)(test::Photographer &p);
};
constexpr Part parts[] = {
    {"window", test::windowPictures},         {"options", test::optionsPictures},
    {"recording", test::recordingPictures},   {"ways", test::waysPictures},
    {"filter", test::filterPictures},         {"payload", test::payloadPictures},
    {"timeline", test::timelinePictures},     {"chinese", test::chinesePictures},
    {"decoded", test::decodedPictures},       {"find", test::findPictures},
    {"statistics", test::statisticsPictures}, {"help", test::helpPictures},
};

/// The screen without a display is 800 pixels wide, and pushes lists back that open further to the right.
void widenScreen(QTemporaryFile &config)
{
    if (qgetenv("QT_QPA_PLATFORM") != "offscreen" || !config.open())
        return;
    config.write(R"({"screens": [{"name": "wide", "x": 0, "y": 0, "width": 1920, "height": 1200,
                     "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})");
    config.flush();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + config.fileName().toLocal8Bit());
}
} // namespace

int main(int argc, char **argv)
{
    QTemporaryFile config;
    widenScreen(config);
    QApplication app(argc, argv);
    ui::useLanguage(app, QStringLiteral("en")); // its plurals are a translation
    const QStringList wanted = app.arguments().mid(2);
    const auto isWanted = [&](const Part &part) {
        return wanted.isEmpty() || wanted.contains(QLatin1String(part.name));
    };
    // A folder whose name begins so is rather an option that somebody hoped for.
    if (argc < 2 || argv[1][0] == '-' || std::none_of(std::begin(parts), std::end(parts), isWanted)) {
        std::fprintf(stderr, "use: framescope_screenshots FOLDER [PART...]\nparts:");
        for (const Part &part : parts)
            std::fprintf(stderr, " %s", part.name);
        std::fprintf(stderr, "\n");
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    for (const bool dark : {true, false}) {
        ui::applyTheme(app, dark);
        for (const Part &part : parts) {
            test::Photographer photographer(folder, dark ? QStringLiteral("dark") : QStringLiteral("light"));
            if (isWanted(part) && !part.make(photographer))
                return 1;
        }
    }
    return 0;
}
