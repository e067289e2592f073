// Runs a fuzz target over files, for builds without libFuzzer: each argument is a file or a folder of them. Ends with 0
// when no input made the target abort.

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace
{
bool replay(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "cannot read %s\n", qPrintable(path));
        return false;
    }
    // Said first: it is the last line when the target aborts.
    std::fprintf(stderr, "%s\n", qPrintable(path));
    const QByteArray octets = file.readAll();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(octets.constData()),
                           static_cast<std::size_t>(octets.size()));
    return true;
}
} // namespace

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        const QString path = QFile::decodeName(argv[i]);
        QStringList files{path};
        if (QFileInfo(path).isDir()) {
            files.clear();
            const QStringList names = QDir(path).entryList(QDir::Files, QDir::Name);
            for (const QString &name : names)
                files.append(path + QLatin1Char('/') + name);
        }
        for (const QString &name : qAsConst(files)) {
            if (!replay(name))
                return 1;
            ++count;
        }
    }
    std::printf("%d inputs\n", count);
    return count > 0 ? 0 : 1; // a corpus that is not there tests nothing
}
