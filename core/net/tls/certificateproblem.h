#pragma once

#include "core/ws/findings.h"

#include <QDateTime>
#include <QList>
#include <QSslCertificate>
#include <QSslError>
#include <QString>

namespace framescope::net
{

/// One thing that speaks against a server's certificate chain.
struct CertificateProblem {
    ws::FindingId finding = ws::FindingId::TlsCertificate;
    int certificate = -1; ///< its place in the chain, from 0 for the server's own; -1: not about one
    QString text;         ///< what is wrong, a sentence part: `it expired on 2020-01-01`
    QString advice;       ///< what to do, a whole sentence

    bool operator==(const CertificateProblem &) const = default;
};

/// The error is about the OCSP answer itself, not about what it says.
bool isAboutOcsp(const QSslError &error);

/// The library's errors in our words, the most telling first; `libraryCode` is OpenSSL's last verification result, 0
/// when not known. An OCSP answer that is missing or of no use is no problem, as in browsers: most servers staple none.
QList<CertificateProblem> problemsOf(const QList<QSslError> &errors, const QList<QSslCertificate> &chain,
                                     const QString &host, const QDateTime &now, long libraryCode = 0);

/// What the library lets pass and nobody should: a name that only an old rule finds, MD5 or SHA-1 signatures and keys
/// that can be broken, which OpenSSL accepts at its low security level. `path` is the part of the chain that was
/// verified: a server may send more.
QList<CertificateProblem> problemsUnseen(const QList<QSslCertificate> &chain, const QList<QSslCertificate> &path,
                                         const QString &host);

/// "The certificate of WHERE was refused: ...", with what to do. `problems` is not empty.
QString refusalText(const QString &where, const QList<CertificateProblem> &problems);

/// The certificate problem's place and text, for a list: `CN=x: it expired on ...`.
QString problemLine(const CertificateProblem &problem, const QList<QSslCertificate> &chain);

} // namespace framescope::net
