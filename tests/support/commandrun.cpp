#include "tests/support/commandrun.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QProcess>
#include <QTimer>

namespace framescope::test
{

namespace
{
constexpr int runTimeout = 60'000;

CommandRun run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    QTimer::singleShot(runTimeout, &loop, &QEventLoop::quit);
    process.start(program, arguments);
    loop.exec();
    CommandRun result;
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished();
        result.err = "did not end in time\n";
    } else if (process.error() == QProcess::FailedToStart) {
        result.err = process.errorString().toUtf8();
    } else if (process.exitStatus() == QProcess::NormalExit) {
        result.exitCode = process.exitCode();
    }
    result.out = process.readAllStandardOutput();
    result.err += process.readAllStandardError();
    return result;
}

bool isTrue(const QByteArray &field) { return field == "1" || field == "True"; }
} // namespace

QString framescopeProgram() { return QStringLiteral(FRAMESCOPE_BINARY_DIR "/framescope"); }

CommandRun runFramescope(const QStringList &arguments, const QProcessEnvironment &environment)
{
    return run(framescopeProgram(), arguments, environment);
}

QList<QByteArray> CommandRun::lines() const
{
    QList<QByteArray> result = out.split('\n');
    if (result.last().isEmpty())
        result.removeLast();
    return result;
}

QList<QJsonObject> CommandRun::rows() const
{
    QList<QJsonObject> result;
    for (const QByteArray &line : lines())
        result.append(QJsonDocument::fromJson(line).object());
    return result;
}

QList<QJsonObject> CommandRun::frames() const
{
    QList<QJsonObject> result;
    for (const QJsonObject &row : rows()) {
        if (row.value(QLatin1String("kind")) == QLatin1String("frame"))
            result.append(row);
    }
    return result;
}

QByteArray FrameFacts::toText() const
{
    return QByteArray(incoming ? "in" : "out") + " fin=" + QByteArray::number(int(fin)) +
           " rsv=" + QByteArray::number(rsv) + " opcode=" + QByteArray::number(opcode) +
           " key=" + (masked ? key : QByteArrayLiteral("none")) + " length=" + QByteArray::number(length) + '\n';
}

QByteArray toText(const QList<FrameFacts> &frames)
{
    QByteArray text;
    for (const FrameFacts &frame : frames)
        text += frame.toText();
    return text;
}

QList<FrameFacts> factsOfJson(const QList<QJsonObject> &frames)
{
    QList<FrameFacts> result;
    for (const QJsonObject &row : frames) {
        FrameFacts facts;
        facts.incoming = row.value(QLatin1String("dir")) == QLatin1String("in");
        facts.fin = row.value(QLatin1String("fin")).toBool();
        facts.rsv = row.value(QLatin1String("rsv")).toInt(-1);
        facts.opcode = row.value(QLatin1String("opcode")).toInt(-1);
        facts.masked = row.value(QLatin1String("masked")).toBool();
        facts.key = row.value(QLatin1String("key")).toString().toLatin1();
        facts.length = quint64(row.value(QLatin1String("declared")).toInteger(-1));
        result.append(facts);
    }
    return result;
}

QList<FrameFacts> factsOfTshark(const QString &file, QString &error)
{
    const QStringList fields{QStringLiteral("tcp.srcport"),
                             QStringLiteral("websocket.fin"),
                             QStringLiteral("websocket.rsv"),
                             QStringLiteral("websocket.opcode"),
                             QStringLiteral("websocket.mask"),
                             QStringLiteral("websocket.masking_key"),
                             QStringLiteral("websocket.payload_length"),
                             QStringLiteral("websocket.payload_length_ext_16"),
                             QStringLiteral("websocket.payload_length_ext_64")};
    QStringList arguments{QStringLiteral("-r"), file,
                          QStringLiteral("-Y"), QStringLiteral("websocket"),
                          QStringLiteral("-T"), QStringLiteral("fields")};
    for (const QString &field : fields)
        arguments << QStringLiteral("-e") << field;
    const CommandRun tshark = run(QStringLiteral("tshark"), arguments, QProcessEnvironment::systemEnvironment());
    if (tshark.exitCode != 0) {
        error = QString::fromLocal8Bit(tshark.err);
        return {};
    }
    QList<FrameFacts> result;
    for (const QByteArray &line : tshark.lines()) {
        const QList<QByteArray> columns = line.split('\t');
        QList<QList<QByteArray>> values;
        for (const QByteArray &column : columns)
            values.append(column.isEmpty() ? QList<QByteArray>() : column.split(','));
        if (values.size() != fields.size()) {
            error = QStringLiteral("tshark's line has %1 columns").arg(values.size());
            return {};
        }
        for (qsizetype i = 0; i < values[1].size(); ++i) {
            FrameFacts facts;
            // The capture gives the server port 80 whatever it was.
            facts.incoming = columns[0] == "80";
            facts.fin = isTrue(values[1][i]);
            facts.rsv = values[2].value(i).toInt(nullptr, 0);
            facts.opcode = values[3].value(i).toInt();
            facts.masked = isTrue(values[4].value(i));
            if (facts.masked && !values[5].isEmpty())
                facts.key = values[5].takeFirst().replace(':', "").replace("0x", "");
            facts.length = values[6].value(i).toULongLong();
            QList<QByteArray> *longer = facts.length == 126 ? &values[7] : facts.length == 127 ? &values[8] : nullptr;
            if (longer && !longer->isEmpty())
                facts.length = longer->takeFirst().toULongLong(nullptr, 0);
            result.append(facts);
        }
    }
    return result;
}

QList<FrameFacts> onlyDirection(const QList<FrameFacts> &frames, bool incoming)
{
    QList<FrameFacts> result;
    for (const FrameFacts &frame : frames) {
        if (frame.incoming == incoming)
            result.append(frame);
    }
    return result;
}

} // namespace framescope::test
