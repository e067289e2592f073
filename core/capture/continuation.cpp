#include "core/capture/continuation.h"

#include <QStringList>

#include <algorithm>
#include <iterator>

namespace framescope::capture
{

namespace
{
const QLatin1String keyText("text");
const QLatin1String keyFile("file");
const QLatin1String keyPings("pingsOpen");
const QLatin1String keyEnd("endReported");
const QLatin1String keyPosition("position");
const QLatin1String keyStart("start");
const QLatin1String keyRest("rest");
const QLatin1String keyPhase("phase");
const QLatin1String keyMessage("messageOpen");
const QLatin1String keyClosed("closed");
const QLatin1String keyContext("contextLost");
const QLatin1String keyCloseCode("closeCode");
constexpr QLatin1String phaseNames[] = {QLatin1String("head"), QLatin1String("frames"), QLatin1String("raw"),
                                        QLatin1String("ended")};
constexpr QLatin1String sides[] = {QLatin1String("out"), QLatin1String("in")}; // by direction

/// No stream is that long; below it sums of two cannot wrap.
constexpr qint64 maxPosition = qint64(1) << 61;

QJsonObject toJson(const StreamPlace &place)
{
    QJsonObject object{{keyPosition, static_cast<qint64>(place.position)},
                       {keyStart, static_cast<qint64>(place.start())},
                       {keyPhase, phaseNames[static_cast<std::size_t>(place.phase)]}};
    if (place.rest > 0)
        object.insert(keyRest, static_cast<qint64>(place.rest));
    if (place.state.messageOpen)
        object.insert(keyMessage, true);
    if (place.state.closed)
        object.insert(keyClosed, true);
    if (place.state.contextLost)
        object.insert(keyContext, true);
    if (place.closeCode)
        object.insert(keyCloseCode, int(*place.closeCode));
    return object;
}

std::optional<StreamPlace> placeOf(const QJsonObject &object)
{
    StreamPlace place;
    const qint64 position = object.value(keyPosition).toInteger(-1);
    const qint64 start = object.value(keyStart).toInteger(-1);
    const qint64 rest = object.value(keyRest).toInteger();
    const QString phase = object.value(keyPhase).toString();
    const auto *const name = std::find(std::begin(phaseNames), std::end(phaseNames), phase);
    if (position < 0 || position > maxPosition || start < 0 || start > position ||
        position - start > qint64(place.partial.size()) || rest < 0 || name == std::end(phaseNames))
        return {};
    place.position = static_cast<std::uint64_t>(position);
    place.partialSize = static_cast<std::size_t>(position - start);
    place.rest = static_cast<std::uint64_t>(rest);
    place.phase = static_cast<StreamPlace::Phase>(name - std::begin(phaseNames));
    place.state.messageOpen = object.value(keyMessage).toBool();
    place.state.closed = object.value(keyClosed).toBool();
    place.state.contextLost = object.value(keyContext).toBool();
    if (const qint64 code = object.value(keyCloseCode).toInteger(-1); code >= 0 && code <= 0xFFFF)
        place.closeCode = static_cast<std::uint16_t>(code);
    return place;
}

QString restText(const StreamPlace &place, const QString &sentOrReceived)
{
    return u"%1 bytes of a frame that was %2 in part are still to come, shown as raw"_qs.arg(place.rest)
        .arg(sentOrReceived);
}
} // namespace

QJsonObject continuedDetails(const Continuation &places, const QString &file, bool heads)
{
    QStringList text{u"This connection began in an earlier file, before %1"_qs.arg(file)};
    if (heads)
        text.append(u"its opening handshake is repeated here"_qs);
    if (const StreamPlace &out = places.of(Direction::Out); out.rest > 0)
        text.append(restText(out, u"sent"_qs));
    if (const StreamPlace &in = places.of(Direction::In); in.rest > 0)
        text.append(restText(in, u"received"_qs));
    QJsonObject details{{keyText, text.join(u"; ")}, {keyFile, file}};
    for (const Direction d : {Direction::Out, Direction::In})
        details.insert(sides[static_cast<std::size_t>(d)], toJson(places.of(d)));
    if (places.pingsOpen)
        details.insert(keyPings, true);
    if (places.endReported)
        details.insert(keyEnd, true);
    return details;
}

std::optional<Continuation> continuationOf(const QJsonObject &details)
{
    Continuation places;
    for (const Direction d : {Direction::Out, Direction::In}) {
        const auto place = placeOf(details.value(sides[static_cast<std::size_t>(d)]).toObject());
        if (!place)
            return {};
        places.of(d) = *place;
    }
    places.pingsOpen = details.value(keyPings).toBool();
    places.endReported = details.value(keyEnd).toBool();
    return places;
}

QByteArray headerOfRest(const StreamPlace &place)
{
    ws::FrameHeader header;
    // No RSV bits: the rest of a compressed message cannot be inflated.
    header.first = place.frame.first & 0x8F;
    const ws::LengthForm form = ws::FrameHeader::minimalForm(place.rest);
    const unsigned length = form == ws::LengthForm::Bits7    ? static_cast<unsigned>(place.rest)
                            : form == ws::LengthForm::Bits16 ? 126u
                                                             : 127u;
    header.second = static_cast<std::uint8_t>((place.frame.second & 0x80u) | length);
    header.declared = place.rest;
    // The rest begins anywhere in the key's four octets.
    const std::uint64_t before = place.frame.declared - place.rest;
    for (std::size_t i = 0; i < header.key.size(); ++i)
        header.key[i] = place.frame.key[(i + before) % header.key.size()];
    std::uint8_t octets[ws::FrameHeader::maxSize];
    const std::size_t size = ws::encodeHeader(header, octets);
    return QByteArray(reinterpret_cast<const char *>(octets), static_cast<qsizetype>(size));
}

} // namespace framescope::capture
